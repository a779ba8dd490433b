/**
 * What is wrong with the Node that runs us, for the user; undefined if nothing is. Only old syntax here, and nothing
 * imported: an older Node must get as far as the message.
 */
export function unsupportedNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `rde needs Node 20.19 or newer; this is Node ${version}.

  Get a newer one:   https://nodejs.org/en/download

RDE_NODE_TOO_OLD`
}
