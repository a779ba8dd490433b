import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import type {Ended} from '../acceptance/rde-process.js'

/** The secrets in config.json. */
const ofConfig = ['database', 'vaultToken', 'unsealKey', 'clientKey', 'userToken', 'extension'] as const

/** Secrets of every kind, each with a unique text; some have several lines or characters that JSON escapes. */
export const canaries = {
  database: 'canary-database-"quoted"\\and-more',
  vaultToken: 'hvs.canary-vault-root-token',
  unsealKey: 'canary-unseal-key-0123456789abcdef',
  clientKey: Buffer.from('canary-client-key-of-the-kubeconfig').toString('base64'),
  userToken: 'canary-token-of-the-kubeconfig',
  extension: 'canary-access-key-of-an-extension',
  token: 'canary-token-of-a-workflow\n',
  pem: '-----BEGIN PRIVATE KEY-----\ncanary/line/one+of/the/key\ncanary/line/two+of/the/key\n-----END PRIVATE KEY-----\n',
  connection: 'canary-password-of-a-connection',
}

/** The secrets that rde knows whenever it runs a tool. */
export const alwaysKnown = ofConfig.map((name) => canaries[name])

/** The forms that reveal a secret: its unique lines, plain, escaped and encoded. */
const forms = Object.entries(canaries).flatMap(([name, secret]) => {
  const lines = secret.split('\n').filter((line) => /canary|^[A-Za-z0-9+/=]{40,}$/.test(line))
  const whole = [secret, secret.trim()].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''))
  const texts = [...lines, ...lines.map((line) => JSON.stringify(line).slice(1, -1)), ...whole]
  return [...new Set(texts)].map((text) => ({name, text}))
})

/** The secrets that a text contains, and in which form. */
export function found(text: string): string[] {
  return forms.filter((form) => text.includes(form.text)).map((form) => `${form.name} as ${form.text.slice(0, 40)}`)
}

/** The secrets that an answer contains. */
export function shownIn({stdout, stderr}: Ended): string[] {
  return found(`${stdout}\n${stderr}`)
}

/** The secrets in files that others can read, and in file names. */
export function openIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).flatMap((name) => {
    const path = join(folder, name)
    const named = found(name)
    const {mode} = statSync(path)
    const isOpen = statSync(path).isFile() && (mode & 0o077) !== 0
    return [...named, ...(isOpen ? found(readFileSync(path, 'utf8')) : [])].map((what) => `${name}: ${what}`)
  })
}

/** Writes the secrets where rde and a user keep them, in files that only the user can read. */
export function plant(home: string): void {
  const cluster = join(home, '.local/share/rde/clusters/rde')
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'rde',
    contexts: [{name: 'rde', context: {cluster: 'rde', user: 'rde'}}],
    clusters: [{name: 'rde', cluster: {server: 'https://127.0.0.1:1'}}],
    users: [{name: 'rde', user: {token: canaries.userToken, 'client-key-data': canaries.clientKey}}],
  }
  const vault = {rootToken: canaries.vaultToken, unsealKeys: [canaries.unsealKey]}
  const credentials = {database: {username: 'relay', password: canaries.database}, vault}
  const extensions = {team: {accessKey: canaries.extension, nested: [{text: canaries.extension}]}}
  write(join(cluster, 'config.json'), JSON.stringify({version: 1, kubeconfig, credentials, extensions}))
  write(join(cluster, 'kubeconfig.yaml'), JSON.stringify(kubeconfig))
  for (const name of ['token', 'pem'] as const) write(join(home, name), canaries[name])
  write(join(home, 'connections.yaml'), `aws:\n  main:\n    password: ${canaries.connection}\n`)
  write(join(home, 'broken.yaml'), `aws:\n  main:\n    password: ${canaries.connection}\n   - : [\n`)
  write(join(home, 'hello.yaml'), 'name: hello\nsteps: []\n', 0o644)
  write(join(home, 'leak.yaml'), leak, 0o644)
}

function write(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700})
  writeFileSync(path, text, {mode})
}

/** A workflow that prints its secrets in every form, sets them as outputs, and fails with them. */
const leak = `name: leak
steps:
- name: show
  image: alpine:3.16
  spec: {token: !Secret token, pem: !Secret pem, connection: !Connection [aws, main]}
  env: {TOKEN: !Secret token, PEM: !Secret pem, NESTED: {pem: !Secret pem}}
  input:
  - echo "$TOKEN"; echo "the token is $TOKEN." >&2; echo "$PEM"; printf %s "$TOKEN$PEM"
  - printf %s "$TOKEN" | base64; echo "$PEM" | base64 | tr -d '\\n'; echo; env
  - printf '{"token":"%s"}\\n' "$TOKEN"; set -x; true "$TOKEN"; set +x
  - head -c 65500 /dev/zero | tr '\\0' x; echo "$TOKEN"
  - curl -fsS "$METADATA_API_URL/spec"; curl -fsS "$METADATA_API_URL/secrets/pem"
  - curl -fsS -X PUT --data "$TOKEN" "$METADATA_API_URL/outputs/token"
  - printf '{"deep":["%s"]}' "$TOKEN" | curl -fsS -X PUT -H 'Content-Type:application/json' --data-binary @- "$METADATA_API_URL/outputs/json"
- name: fail
  image: alpine:3.16
  env: {TOKEN: !Secret token, GIVEN: !Output [show, token]}
  input: ['echo "$GIVEN" >&2; echo "cannot use $TOKEN" >&2; exit 3']
`
