// Removes the developer's RDE_* variables, such as the chosen cluster; keeps those that configure the tests.
for (const name of Object.keys(process.env)) {
  if (/^RDE_(?!E2E_|RELAY$|NI$|SDK)/.test(name)) Reflect.deleteProperty(process.env, name)
}
