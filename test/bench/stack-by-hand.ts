import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {rdeConfigV1} from '@rde/config'
import {openSession} from '@rde/plugin-kit'
import {chooseStack} from '@rde/stack'
import {stepRun, tenantAndWorkflow} from '../e2e/relay-objects.js'

interface Wanted {
  readonly stack: string
  /** A folder with the values that rde passed to the charts. */
  readonly values: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The config.json of the cluster that rde created from the same parts. */
  readonly config: unknown
}

/** The commands of an experienced user who waits for each: a bash script, from a k3d cluster to a successful run. */
export async function installScript({stack, values, env, config}: Wanted): Promise<string> {
  const steps = await Promise.all(
    ['tekton', 'knative', 'relay-crds', 'vault', 'relay-core'].map((id) => step(id, {stack, values, env, config})),
  )
  const runs = join(values, 'run.json')
  writeFileSync(runs, list([...tenantAndWorkflow, stepRun('by-hand')]))
  return [
    'told() { echo "by hand: $1 after $SECONDS s"; }',
    'told cluster',
    `export KUBECONFIG=${values}/kubeconfig`,
    `k3d kubeconfig get ${env['RDE_CLUSTER']} > $KUBECONFIG`,
    'kubectl wait --for=condition=Ready nodes --all --timeout=120s',
    'kubectl --namespace kube-system rollout status deployment/coredns --timeout=120s',
    ...steps.flat(),
    `${apply} ${runs}`,
    'kubectl --namespace relay-tenants wait runs.relay.sh/by-hand --for=condition=Succeeded --timeout=180s',
    'told run',
  ].join('\n')
}

const apply = 'kubectl apply --server-side --force-conflicts --filename'

async function step(id: string, {stack, values, env, config}: Wanted): Promise<string[]> {
  const prepared = await prepare(id, {stack, values, env, config})
  const lines: string[] = []
  if (prepared.crds.length > 0) {
    writeFileSync(join(values, `${id}-crds.json`), list(prepared.crds))
    const names = prepared.crds.map(({metadata}) => `crd/${metadata.name}`).join(' ')
    lines.push(`${apply} ${values}/${id}-crds.json`, `kubectl wait --for=condition=Established ${names} --timeout=60s`)
  }
  if (prepared.objects.length > 0) {
    writeFileSync(join(values, `${id}.json`), list(prepared.objects))
    lines.push(`${apply} ${values}/${id}.json`)
  }
  for (const {release, namespace, chart} of prepared.charts)
    lines.push(
      `helm upgrade --install ${release} ${chart} --namespace ${namespace} --create-namespace --values ${values}/${release}.yaml`,
    )
  const waits = prepared.awaited.map(({kind, namespace, name}) => waitFor(kind, namespace, name))
  const after = id === 'vault' ? unseal : []
  return [...lines, ...waits, ...after, `told ${id}`]
}

function waitFor(kind: string, namespace: string, name: string): string {
  const there = `kubectl --namespace ${namespace} wait --for=create ${kind}/${name} --timeout=120s`
  const wait = `kubectl --namespace ${namespace} wait ${kind}/${name} --timeout=180s`
  if (kind === 'Pod') return `${there}\n${wait} --for=jsonpath='{.status.phase}'=Running`
  return `${there}\n${wait} --for=condition=${kind === 'Job' ? 'Complete' : 'Available'}`
}

const inVault = 'kubectl --namespace relay-system exec vault-0 -- env VAULT_ADDR=http://127.0.0.1:8200 vault'
const unseal = [
  `until ${inVault} status 2>&1 | grep -q Initialized; do sleep 0.5; done`,
  `init=$(${inVault} operator init -key-shares=1 -key-threshold=1 -format=json)`,
  `key=$(echo "$init" | tr -d ' \\n' | sed 's/.*"unseal_keys_hex":\\["\\([^"]*\\)".*/\\1/')`,
  `token=$(echo "$init" | tr -d ' \\n' | sed 's/.*"root_token":"\\([^"]*\\)".*/\\1/')`,
  `${inVault} operator unseal "$key"`,
  'kubectl --namespace relay-system create secret generic vault --from-literal=root-token="$token" --from-literal=unseal-key="$key"',
]

/** The component as rde filters and rewrites it; this step is not compared. */
async function prepare(id: string, {stack, env, config}: Wanted) {
  process.env['RDE_CLUSTER'] = env['RDE_CLUSTER']
  process.env['HOME'] = env['HOME']
  const {data, identity, tools} = openSession()
  const chosen = rdeConfigV1.parse(config)
  const ofCore = {...chosen, stack: {...chosen.stack, profile: 'core' as const, source: stack}}
  const chosenStack = await chooseStack({config: ofCore, data, identity})
  mkdirSync(data.downloads, {recursive: true})
  const {helm} = tools()
  return chosenStack.prepare(id, {helm, config: () => chosen, signal: new AbortController().signal})
}

function list(items: readonly object[]): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'List', items})
}
