import type {Remedy} from '@rde/errors'

import type {ImageReference} from '../image-reference.js'

/** A failed pull or push, with the message of Docker or the registry. */
export interface RegistryRefusal {
  readonly reference: ImageReference
  /** The registry that refused: the host of the reference unless given. */
  readonly host?: string
  readonly message: string
  /** The command to run again once the cause is fixed. */
  readonly command: string
}

type Kind = 'login' | 'network' | 'other'

interface Cause {
  readonly pattern: RegExp
  readonly kind: Kind
  remedies(refusal: Required<RegistryRefusal>): Remedy[]
}

/** The first match is used. */
const causes: readonly Cause[] = [
  {
    pattern: /toomanyrequests|rate limit|too many requests/i,
    kind: 'login',
    remedies: ({host}) => [{what: 'Log in, which raises the limit', command: `docker login ${host}`}],
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    kind: 'other',
    remedies: () => [
      {what: 'Show the disk usage of Docker', command: 'docker system df'},
      {what: 'Remove images that no container uses', command: 'docker image prune --all'},
    ],
  },
  {
    pattern: /server gave HTTP response to HTTPS client/i,
    kind: 'other',
    remedies: ({host}) => [
      {
        what: `Add "${host}" to "insecure-registries" in /etc/docker/daemon.json, then restart Docker`,
        command: 'sudo systemctl restart docker',
      },
    ],
  },
  {
    pattern: /remote trust data|trust data|content trust|notary/i,
    kind: 'other',
    remedies: ({command}) => [
      {what: "Run it without Docker's content trust", command: `DOCKER_CONTENT_TRUST=0 ${command}`},
    ],
  },
  {
    pattern: /x509|failed to verify certificate/i,
    kind: 'other',
    remedies: ({host}) => [
      {
        what: `Save the certificate of its authority as ca.crt in this folder`,
        command: `sudo mkdir -p /etc/docker/certs.d/${host}`,
      },
    ],
  },
  {
    pattern: /no matching manifest|does not match the specified platform|no match for platform/i,
    kind: 'other',
    remedies: ({reference}) => [
      {what: 'List the platforms that it was built for', command: `docker manifest inspect ${reference}`},
    ],
  },
  {
    pattern:
      /no such host|dial tcp|i\/o timeout|connection refused|connection reset|network is unreachable|TLS handshake timeout|deadline exceeded|\bEOF\b/i,
    kind: 'network',
    remedies: ({command}) => [{what: 'Check the network, then run it again', command}],
  },
  {
    pattern: /unauthorized|authentication required|no basic auth|denied|forbidden|docker login|insufficient_scope/i,
    kind: 'login',
    remedies: ({host}) => [{what: 'Log in, if the registry asks for it', command: `docker login ${host}`}],
  },
]

/** Remedies for a failed pull, chosen by the registry's message; none if the message is unknown. */
export function pullRemedies(refusal: RegistryRefusal): Remedy[] {
  return causeOf(refusal)?.remedies({host: refusal.reference.host, ...refusal}) ?? []
}

/** Whether a login could make the pull succeed. */
export function needsLogin(refusal: Pick<RegistryRefusal, 'message'>): boolean {
  return causeOf(refusal)?.kind === 'login'
}

/**
 * Remedies for a failed push to the cluster's registry. A registry container of rde requires no login, and Docker
 * reports "denied" if it is down.
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

function causeOf({message}: Pick<RegistryRefusal, 'message'>): Cause | undefined {
  return causes.find(({pattern}) => pattern.test(message))
}
