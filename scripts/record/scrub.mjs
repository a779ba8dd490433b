/** These replace secrets in recordings. Tests search for them in everything that rde prints. */
export const placeholders = {token: 'k3d-token-of-a-recording', key: 'a2V5LW9mLWEtcmVjb3JkaW5n'}

/** Fields of `docker info` that rde reads; the others describe the recording machine. */
const engineFields = ['ServerVersion', 'OperatingSystem', 'OSType', 'Architecture', 'MemTotal', 'Driver']
const infoFields = [...engineFields, 'CgroupVersion', 'CgroupDriver']

/**
 * Removes from a call of a tool what belongs to the recording machine and cluster: tokens, keys and certificates, other
 * clusters' networks and volumes, paths. `cluster` is the name of the recorded cluster.
 */
export function scrub(call, {cluster, home}) {
  const clean = (text) => withoutSecrets(text).replaceAll(home, '/home/user')
  const stdout = scrubOutput({...call, stdout: clean(call.stdout)}, cluster)
  const input = call.stdin === undefined ? {} : {stdin: clean(call.stdin)}
  return {...call, ...input, args: call.args.map(clean), stdout, stderr: clean(call.stderr)}
}

function scrubOutput({tool, args, stdout, exitCode}, cluster) {
  if (exitCode !== 0) return stdout
  if (tool === 'kubectl' && args[0] === 'get') return `${JSON.stringify(objectsOf(JSON.parse(stdout)), null, 1)}\n`
  if (tool !== 'docker') return stdout
  if (args[0] === 'info') return `${JSON.stringify(infoOf(JSON.parse(stdout)))}\n`
  if (args[1] === 'ls') return ofOneCluster(stdout, cluster)
  return stdout
}

function infoOf(info) {
  const kept = Object.fromEntries(infoFields.map((field) => [field, info[field]]))
  // A folder that does not exist on any machine: rde measures the disk where Docker keeps its data.
  return {...kept, DockerRootDir: '/var/lib/docker-of-a-recording'}
}

const metadata = ['name', 'namespace', 'generation', 'labels', 'uid']
const condition = ['type', 'status', 'reason', 'message', 'lastHeartbeatTime']
const workload = {spec: ['replicas', 'selector'], status: ['observedGeneration', 'replicas', 'updatedReplicas']}

/** The fields that determine readiness (packages/toolchain/src/snapshot/objects.ts). The rest describes the machine. */
const keptOf = {
  Node: {status: ['conditions', 'nodeInfo']},
  Lease: {spec: ['renewTime']},
  Deployment: workload,
  StatefulSet: workload,
  DaemonSet: {
    spec: ['selector'],
    status: ['observedGeneration', 'updatedNumberScheduled', 'desiredNumberScheduled'],
  },
  Job: {status: ['conditions']},
  Pod: {
    spec: ['nodeName'],
    status: ['phase', 'conditions', 'containerStatuses', 'initContainerStatuses'],
  },
}

function objectsOf({items, ...list}) {
  return {...list, items: items.filter(({kind}) => kind in keptOf).map(objectOf)}
}

function objectOf({kind, ...object}) {
  const kept = keptOf[kind]
  const {conditions, nodeInfo, ...status} = pick(object.status ?? {}, kept.status ?? [])
  const wholeStatus = {
    ...(conditions && {conditions: conditions.map((one) => pick(one, condition))}),
    ...(nodeInfo && {nodeInfo: pick(nodeInfo, ['kubeletVersion'])}),
    ...status,
  }
  const spec = pick(object.spec ?? {}, kept.spec ?? [])
  return {kind, metadata: pick(object.metadata, metadata), spec, status: wholeStatus}
}

function pick(object, keys) {
  return Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, object[key]]))
}

/** From a list of networks or volumes: only those of Docker itself and of the cluster. */
function ofOneCluster(stdout, cluster) {
  const lines = stdout.split('\n')
  const own = (name) => ['', 'bridge', 'host', 'none'].includes(name) || name.includes(cluster)
  return lines.filter(own).join('\n')
}

function withoutSecrets(text) {
  return (
    text
      .replace(/((?:client-key|client-certificate|certificate-authority)-data: )\S+/g, `$1${placeholders.key}`)
      .replace(/(\btoken: )\S+/g, `$1${placeholders.token}`)
      .replace(/(k3d\.cluster\.token=|K3S_TOKEN=)[^\s,"]+/g, `$1${placeholders.token}`)
      // A recorded cluster has no owner: tests replay it with their own folders.
      .replace(/("rde\.relay\.sh\/owner":)"[^"]*"/g, '$1""')
      .replace(/(rde\.relay\.sh\/owner=)[^",]*/g, '$1')
      .replace(/(serviceAccount|openid|eyJ)[A-Za-z0-9_-]{40,}/g, placeholders.token)
  )
}
