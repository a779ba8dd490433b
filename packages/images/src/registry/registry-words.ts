import type {Remedy} from '@rde/errors'

import type {ImageReference} from '../image-reference.js'

/** What Docker or a registry said of an image that could not be pulled or pushed. */
export interface RegistryRefusal {
  readonly reference: ImageReference
  /** The registry that refused: the host of the reference unless given. */
  readonly host?: string
  readonly words: string
  /** To run again once the cause is removed. */
  readonly command: string
}

type Kind = 'login' | 'network' | 'other'

interface Cause {
  readonly words: RegExp
  readonly kind: Kind
  remedies(refusal: Required<RegistryRefusal>): Remedy[]
}

/** The first that matches counts. */
const causes: readonly Cause[] = [
  {
    words: /toomanyrequests|rate limit|too many requests/i,
    kind: 'login',
    remedies: ({host}) => [{what: 'Log in, which raises the limit', command: `docker login ${host}`}],
  },
  {
    words: /no space left on device|disk quota exceeded/i,
    kind: 'other',
    remedies: () => [
      {what: 'See what takes the space', command: 'docker system df'},
      {what: 'Remove images that no container uses', command: 'docker image prune --all'},
    ],
  },
  {
    words: /server gave HTTP response to HTTPS client/i,
    kind: 'other',
    remedies: ({host}) => [
      {
        what: `Add "${host}" to "insecure-registries" in /etc/docker/daemon.json, then restart Docker`,
        command: 'sudo systemctl restart docker',
      },
    ],
  },
  {
    words: /remote trust data|trust data|content trust|notary/i,
    kind: 'other',
    remedies: ({command}) => [
      {what: "Run it without Docker's content trust", command: `DOCKER_CONTENT_TRUST=0 ${command}`},
    ],
  },
  {
    words: /x509|failed to verify certificate/i,
    kind: 'other',
    remedies: ({host}) => [
      {
        what: `Put the certificate of its authority into this folder, as ca.crt`,
        command: `sudo mkdir -p /etc/docker/certs.d/${host}`,
      },
    ],
  },
  {
    words: /no matching manifest|does not match the specified platform|no match for platform/i,
    kind: 'other',
    remedies: ({reference}) => [
      {what: 'List the platforms that it was built for', command: `docker manifest inspect ${reference}`},
    ],
  },
  {
    words:
      /no such host|dial tcp|i\/o timeout|connection refused|connection reset|network is unreachable|TLS handshake timeout|deadline exceeded|\bEOF\b/i,
    kind: 'network',
    remedies: ({command}) => [{what: 'Check the network, then run it again', command}],
  },
  {
    words: /unauthorized|authentication required|no basic auth|denied|forbidden|docker login|insufficient_scope/i,
    kind: 'login',
    remedies: ({host}) => [{what: 'Log in, if the registry asks for it', command: `docker login ${host}`}],
  },
]

/** What helps where an image cannot be pulled, by the registry's words; nothing where they are unknown. */
export function pullRemedies(refusal: RegistryRefusal): Remedy[] {
  return causeOf(refusal)?.remedies({host: refusal.reference.host, ...refusal}) ?? []
}

/** Whether the registry would let somebody have it who is logged in. */
export function needsLogin(refusal: Pick<RegistryRefusal, 'words'>): boolean {
  return causeOf(refusal)?.kind === 'login'
}

/**
 * What helps where a push to the cluster's registry failed. One in a container of ours wants no login, and Docker says "denied"
 * where it is down.
 */
export function pushRemedies(refusal: Required<RegistryRefusal>, registryContainer: string | undefined): Remedy[] {
  const cause = causeOf(refusal)
  if (registryContainer === undefined)
    return cause?.remedies(refusal) ?? [{what: 'Try it again', command: refusal.command}]
  if (cause?.kind === 'other') return cause.remedies(refusal)
  const repair = {what: 'Repair the cluster and its registry', command: 'rde cluster start'}
  if (cause !== undefined) return [repair]
  return [{what: "See the registry's last lines", command: `docker logs --tail 20 ${registryContainer}`}, repair]
}

function causeOf({words}: Pick<RegistryRefusal, 'words'>): Cause | undefined {
  return causes.find((cause) => cause.words.test(words))
}
