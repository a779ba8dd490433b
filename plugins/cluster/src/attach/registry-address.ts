import {registryAddress} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'

export interface RegistryAddress {
  /** The address to which Docker on this machine pushes. */
  readonly push: string
  /** The address from which the nodes pull. */
  readonly pull: string
}

/** Parses `PUSH`, or `PUSH=PULL` if the nodes use another name. Throws RDE_USAGE for anything else. */
export function parseRegistryAddress(text: string): RegistryAddress {
  const [push = '', pull = push, ...more] = text.split('=')
  const isAddress = (part: string) => registryAddress.safeParse(part).success
  if (more.length === 0 && isAddress(push) && isAddress(pull)) return {push, pull}
  throw new RdeError(
    `"${text}" is not a registry: write HOST[:PORT][/PATH], or PUSH=PULL where nodes use another name.`,
    {
      code: 'RDE_USAGE',
      exitCode: exitCodes.usage,
      remedies: [{what: 'For example', command: '--registry localhost:5000=registry.example:5000/team'}],
    },
  )
}
