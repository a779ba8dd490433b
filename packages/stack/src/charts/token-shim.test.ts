import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

const script = fileURLToPath(new URL('../../stack/charts/relay-core/files/token-shim.sh', import.meta.url))

/** A fake kubectl: the first watch prints the accounts in $ACCOUNTS, the second one ends the loop. */
const kubectl = `#!/bin/sh
case "$1" in
get) test -e watched && kill "$LOOP" && exit; touch watched; printf "$ACCOUNTS" ;;
create) cat >> created; echo >> created; printf "$CREATE_SAYS" ;;
patch) echo "$*" >> patched ;;
esac
`

describe('the token shim', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-token-shim-'))
    writeFileSync(join(folder, 'kubectl'), kubectl, {mode: 0o755})
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  const shim = async (accounts: string[], createSays = 'secret/x created') => {
    const environment = {
      PATH: `${folder}:${process.env['PATH']}`,
      SYSTEM_NAMESPACE: 'relay-system',
      ACCOUNTS: accounts.map((account) => `${account}\\n`).join(''),
      CREATE_SAYS: createSays,
    }
    const loop = `cd '${folder}'; LOOP=$$; export LOOP; . '${script}'`
    await new SystemProcessRunner({environment})
      .capture({file: 'sh', args: ['-c', loop], timeoutMs: 10_000})
      .catch((error: {failure?: string}) => expect(error.failure).to.equal('killed'))
  }
  const lines = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
    } catch {
      return []
    }
  }

  it("creates a token Secret for a run's account and adds it to the account", async () => {
    await shim(['relay-tenants hello-1-metadata-api bare'])
    expect(lines('created').map((line) => JSON.parse(line))).to.deep.equal([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/service-account-token',
        metadata: {
          namespace: 'relay-tenants',
          name: 'hello-1-metadata-api-token',
          annotations: {'kubernetes.io/service-account.name': 'hello-1-metadata-api'},
        },
      },
    ])
    expect(lines('patched')).to.deep.equal([
      'patch serviceaccount hello-1-metadata-api --namespace=relay-tenants --type=merge ' +
        '--patch={"secrets":[{"name":"hello-1-metadata-api-token"}]}',
    ])
  })

  it('ignores accounts that have a Secret, belong to no run, or belong to relay-core itself', async () => {
    await shim(['a done-metadata-api told', 'a default bare', 'relay-system relay-core-v1-metadata-api bare'])
    expect([lines('created'), lines('patched')]).to.deep.equal([[], []])
  })

  it('adds a Secret that already exists', async () => {
    await shim(['a again-metadata-api bare'], 'Error from server (AlreadyExists): secrets "x" already exists')
    expect(lines('patched')).to.have.length(1)
  })

  it('does not add a Secret that could not be created', async () => {
    await shim(['a gone-metadata-api bare'], 'Error from server (NotFound): namespaces "a" not found')
    expect([lines('created').length, lines('patched')]).to.deep.equal([1, []])
  })
})
