import type {Remedy} from '@rde/errors'

/** The explanation of an engine's message: the cause as a sentence, and the remedies, the best first. */
export interface EngineTrouble {
  readonly code: string
  readonly cause: string
  readonly remedies: readonly Remedy[]
}

interface KnownTrouble {
  readonly pattern: RegExp
  /** `found`: the first group of `pattern`. */
  readonly explain: (found: string) => EngineTrouble
}

const startAgain: Remedy = {what: 'Then go on', command: 'rde cluster start'}

/** Patterns for messages of Docker, k3d and registries; the first match applies. Others are shown as they are. */
const known: readonly KnownTrouble[] = [
  {
    pattern: /toomanyrequests|429 Too Many Requests|pull rate limit/i,
    explain: () => ({
      code: 'RDE_PULL_LIMIT',
      cause: 'Docker Hub refuses further pulls without a login: the pull limit is reached.',
      remedies: [{what: 'Log in', command: 'docker login'}, startAgain],
    }),
  },
  {
    pattern: /(?:non-overlapping IPv4 address pool|address pools have been fully subnetted)/i,
    explain: () => ({
      code: 'RDE_NETWORKS_EXHAUSTED',
      cause: 'Docker has no address range left for another network.',
      remedies: [{what: 'Remove networks that nothing uses', command: 'docker network prune'}, startAgain],
    }),
  },
  {
    pattern: /Failed to Setup IP tables|iptables.*(?:No chain\/target\/match|does not exist|failed)/i,
    explain: () => ({
      code: 'RDE_IPTABLES',
      cause: "Docker's firewall rules are gone, usually because a firewall was reloaded after Docker had started.",
      remedies: [{what: 'Let Docker write them again', command: 'sudo systemctl restart docker'}, startAgain],
    }),
  },
  {
    pattern:
      /(?:Ports are not available.*?)?:(\d+): bind: (?:permission denied|.*forbidden by its access permissions)|Ports are not available/i,
    explain: (port) => ({
      code: 'RDE_PORT_RESERVED',
      cause: `The system does not let Docker bind ${port === '' ? 'a port' : `port ${port}`} on 127.0.0.1.`,
      remedies: [
        {what: 'See which ports the cluster uses', command: 'rde config get cluster'},
        {what: 'Choose another one', command: 'rde config edit'},
        startAgain,
      ],
    }),
  },
  {
    pattern: /no space left on device/i,
    explain: () => ({
      code: 'RDE_DISK_FULL',
      cause: 'The disk is full where Docker keeps its data.',
      remedies: [
        {what: 'Remove the build cache', command: 'docker builder prune'},
        {what: 'See what uses the space', command: 'docker system df'},
        startAgain,
      ],
    }),
  },
  {
    pattern:
      /(?:pull(?:ing)?|inspect|get) (?:the )?image '?"?([a-z0-9][\w./:@-]*)[^\n]*(?:no such host|i\/o timeout|connection refused|Temporary failure|network is unreachable|not found|denied|unknown)/i,
    explain: (image) => ({
      code: 'RDE_NODE_IMAGE',
      cause: `The image ${image} is not in Docker, and cannot be pulled.`,
      remedies: [
        {what: 'Pull it once online', command: `docker pull ${image}`},
        {what: 'Or load an archive of it', command: 'docker load --input ARCHIVE.tar'},
        startAgain,
      ],
    }),
  },
]

/** Explains a message; undefined if it is unknown. */
export function engineTrouble(message: string): EngineTrouble | undefined {
  for (const {pattern, explain} of known) {
    const match = pattern.exec(message)
    if (match !== null) return explain(match[1] ?? '')
  }
  return undefined
}
