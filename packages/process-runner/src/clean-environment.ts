type Environment = Readonly<Record<string, string | undefined>>

const kept = new Set([
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'TMPDIR',
    'TZ',
    'LANG',
    'LANGUAGE',
    'XDG_RUNTIME_DIR',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
  ...['K3D_IMAGE_LOADBALANCER', 'K3D_IMAGE_TOOLS', 'SYSTEMROOT', 'USERPROFILE', 'APPDATA', 'PROGRAMDATA', 'PATHEXT'],
])

/**
 * What rde's own calls of tools inherit: nothing that aims them at another cluster or file.
 * `DOCKER_*` stays, since it is how the user names the engine; a remote one is refused elsewhere.
 */
export function cleanEnvironment(inherited: Environment): Record<string, string> {
  const entries = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => kept.has(name) || /^(LC_|DOCKER_)/.test(name)))
}
