import type {Remedy} from '@rde/errors'

import type {ImageReference} from '../image-reference.js'

/** What Docker or a registry said of an image that could not be pulled or pushed. */
export interface RegistryRefusal {
  readonly reference: ImageReference
  readonly words: string
  /** The command to run again once the cause is removed. */
  readonly command: string
}

interface Cause {
  readonly words: RegExp
  readonly needsLogin?: boolean
  remedies(refusal: RegistryRefusal): Remedy[]
}

/** The first that matches counts. Tested with words of Docker 20 to 29 and of public registries. */
const causes: readonly Cause[] = [
  {
    words: /toomanyrequests|pull rate limit|too many requests/i,
    needsLogin: true,
    remedies: ({reference: {host}}) => [{what: 'Log in, which raises the limit', command: `docker login ${host}`}],
  },
  {
    words: /no space left on device|disk quota exceeded/i,
    remedies: () => [
      {what: 'See what takes the space', command: 'docker system df'},
      {what: 'Remove images that no container uses', command: 'docker image prune --all'},
    ],
  },
  {
    words: /server gave HTTP response to HTTPS client/i,
    remedies: ({reference: {host}}) => [
      {
        what: `Add "${host}" to "insecure-registries" in /etc/docker/daemon.json, then restart Docker`,
        command: 'sudo systemctl restart docker',
      },
    ],
  },
  {
    words: /remote trust data|trust pinning|notary|no trust data|content trust/i,
    remedies: ({command}) => [
      {what: "Run it without Docker's content trust", command: `DOCKER_CONTENT_TRUST=0 ${command}`},
    ],
  },
  {
    words: /x509|certificate signed by unknown authority|failed to verify certificate/i,
    remedies: ({reference: {host}}) => [
      {
        what: `Copy the certificate of its authority to /etc/docker/certs.d/${host}/ca.crt, then try again`,
        command: `sudo mkdir -p /etc/docker/certs.d/${host}`,
      },
    ],
  },
  {
    words: /no matching manifest|does not match the specified platform|no match for platform/i,
    remedies: ({reference}) => [
      {what: 'List the platforms that it is built for', command: `docker manifest inspect ${reference}`},
    ],
  },
  {
    words:
      /no such host|dial tcp|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout|deadline exceeded/i,
    remedies: ({command}) => [{what: 'Check the network, then run it again', command}],
  },
  {
    words:
      /unauthorized|authentication required|no basic auth|access.*denied|denied:|forbidden|may require 'docker login'|insufficient_scope/i,
    needsLogin: true,
    remedies: ({reference: {host}}) => [{what: 'Log in if the registry asks for it', command: `docker login ${host}`}],
  },
]

/** What helps against a refusal, by its words; nothing where they are unknown. */
export function remediesFor(refusal: RegistryRefusal): Remedy[] {
  return causeOf(refusal)?.remedies(refusal) ?? []
}

/** Whether the registry would say more to somebody who is logged in. */
export function needsLogin(refusal: Pick<RegistryRefusal, 'words'>): boolean {
  return causeOf(refusal)?.needsLogin ?? false
}

function causeOf({words}: Pick<RegistryRefusal, 'words'>): Cause | undefined {
  return causes.find((cause) => cause.words.test(words))
}
