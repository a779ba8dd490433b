import type {Phase} from '@rde/plugin-kit'
import {missingOfWorkload, type Snapshot} from '@rde/toolchain'
import {vaultPlace} from '@rde/toolchain/relay-core-places'

import type {ClusterView} from '../components/cluster-view.js'
import {patiently} from '../components/patiently.js'
import type {StackParts} from '../components/stack-parts.js'
import {openVault} from '../vault/open-vault.js'

const {namespace, pod} = vaultPlace

/** Vault initialised once and unsealed always: it comes back sealed after every restart. */
export function vaultUnsealed(parts: StackParts, view: ClusterView): Phase {
  return {
    id: 'vault-unsealed',
    title: 'Vault unsealed',
    after: ['vault'],
    deadlineMs: 120_000,
    applies: () => parts.selects('vault'),

    async run(context) {
      await view.wait(podLack, [namespace], context)
      return patiently(() => openVault(context), context)
    },
  }
}

function podLack(survey: Snapshot): string | undefined {
  const lack = missingOfWorkload({kind: 'Pod', namespace, name: pod}, survey)
  return lack && `Vault's pod, which ${lack}`
}
