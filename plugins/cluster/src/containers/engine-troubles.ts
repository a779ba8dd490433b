import type {Remedy} from '@rde/errors'

/** What an engine's words mean: the cause as a sentence, and the command to begin with. */
export interface EngineTrouble {
  readonly code: string
  readonly cause: string
  readonly remedies: readonly Remedy[]
}

interface KnownTrouble {
  readonly words: RegExp
  /** `found`: the first group of `words`. */
  readonly meaning: (found: string) => EngineTrouble
}

const goOn: Remedy = {what: 'Then go on', command: 'rde cluster start'}

/** The first entry whose words Docker, k3d or a registry used counts. Words that are not here are shown as they are. */
const known: readonly KnownTrouble[] = [
  {
    words: /toomanyrequests|429 Too Many Requests|pull rate limit/i,
    meaning: () => ({
      code: 'RDE_PULL_LIMIT',
      cause: 'Docker Hub refuses further pulls without a login: the pull limit is reached.',
      remedies: [{what: 'Log in', command: 'docker login'}, goOn],
    }),
  },
  {
    words: /(?:non-overlapping IPv4 address pool|address pools have been fully subnetted)/i,
    meaning: () => ({
      code: 'RDE_NETWORKS_EXHAUSTED',
      cause: 'Docker has no address range left for another network.',
      remedies: [{what: 'Remove networks that nothing uses', command: 'docker network prune'}, goOn],
    }),
  },
  {
    words: /Failed to Setup IP tables|iptables.*(?:No chain\/target\/match|does not exist|failed)/i,
    meaning: () => ({
      code: 'RDE_IPTABLES',
      cause: "Docker's firewall rules are gone, usually because a firewall was reloaded after Docker had started.",
      remedies: [{what: 'Let Docker write them again', command: 'sudo systemctl restart docker'}, goOn],
    }),
  },
  {
    words:
      /(?:Ports are not available.*?)?:(\d+): bind: (?:permission denied|.*forbidden by its access permissions)|Ports are not available/i,
    meaning: (port) => ({
      code: 'RDE_PORT_RESERVED',
      cause: `The system does not let Docker bind ${port === '' ? 'a port' : `port ${port}`} on 127.0.0.1.`,
      remedies: [
        {what: 'See which ports the cluster uses', command: 'rde config get cluster'},
        {what: 'Take another one', command: 'rde config edit'},
        goOn,
      ],
    }),
  },
  {
    words: /no space left on device/i,
    meaning: () => ({
      code: 'RDE_DISK_FULL',
      cause: 'The disk is full where Docker keeps its data.',
      remedies: [
        {what: 'Remove the build cache', command: 'docker builder prune'},
        {what: 'See what uses the space', command: 'docker system df'},
        goOn,
      ],
    }),
  },
  {
    words:
      /(?:pull(?:ing)?|inspect|get) (?:the )?image '?"?([a-z0-9][\w./:@-]*)[^\n]*(?:no such host|i\/o timeout|connection refused|Temporary failure|network is unreachable|not found|denied|unknown)/i,
    meaning: (image) => ({
      code: 'RDE_NODE_IMAGE',
      cause: `The image ${image} is not in Docker, and cannot be pulled.`,
      remedies: [
        {what: 'Pull it with a network', command: `docker pull ${image}`},
        {what: 'Or load an archive of it', command: 'docker load --input ARCHIVE.tar'},
        goOn,
      ],
    }),
  },
]

/** What these words mean; undefined where nobody knows. */
export function engineTrouble(words: string): EngineTrouble | undefined {
  for (const {words: pattern, meaning} of known) {
    const match = pattern.exec(words)
    if (match !== null) return meaning(match[1] ?? '')
  }
  return undefined
}
