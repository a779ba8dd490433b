import {readFile} from 'node:fs/promises'

import {writeFileAtomically, type ClusterIdentity, type DataDirectory} from '@rde/config'
import {printableValue} from '@rde/errors'
import {confirm} from '@rde/plugin-kit'
import {currentOwner, ownerLabelOf, ownerOf, type ClusterInventory, type ClusterOwner} from '@rde/toolchain'

/** Who created the cluster, if it was created from another data folder. */
export function foreignOwner(inventory: ClusterInventory, data: DataDirectory): ClusterOwner | undefined {
  const owner = ownerOf(inventory)
  return owner === undefined || owner.folder === currentOwner(data).folder ? undefined : owner
}

/** `created by alice with the data folder /home/alice/.local/share/rde/clusters/rde` */
export function describeOwner({user, folder}: ClusterOwner): string {
  return `created by ${printableValue(user)} with the data folder ${printableValue(folder)}`
}

export interface OwnerQuestion {
  /** `Use it from here?` */
  readonly question: string
  readonly refused: string
  /** The command that does it without asking. */
  readonly instead: string
  readonly yes: boolean
}

/** Whether the user has already agreed to use the cluster of this owner from here. */
export async function isAccepted(owner: ClusterOwner, data: DataDirectory): Promise<boolean> {
  return readFile(data.acceptedOwner, 'utf8').then(
    (accepted) => accepted === ownerLabelOf(owner),
    () => false,
  )
}

/**
 * Asks before the first use of a cluster that was created from another data folder; a yes is remembered. Without a
 * terminal, throws unless `--yes` is given.
 */
export async function confirmOwner(
  owner: ClusterOwner,
  {identity, data}: {readonly identity: ClusterIdentity; readonly data: DataDirectory},
  {question, yes, ...texts}: OwnerQuestion,
): Promise<void> {
  if (await isAccepted(owner, data)) return
  if (!yes) await confirm({question: `The cluster ${identity.name} was ${describeOwner(owner)}. ${question}`, ...texts})
  await writeFileAtomically(data.acceptedOwner, ownerLabelOf(owner))
}
