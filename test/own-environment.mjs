// What a developer's own terminal chooses for rde, a cluster above all, is not for the tests. Those of the tests themselves stay.
for (const name of Object.keys(process.env)) {
  if (/^RDE_(?!E2E_|RELAY$|NI$|SDK)/.test(name)) Reflect.deleteProperty(process.env, name)
}
