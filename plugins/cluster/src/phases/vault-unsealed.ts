import type {Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import {missingOfWorkload, type Snapshot} from '@rde/toolchain'
import {vaultLocation, vaultSystemPath} from '@rde/toolchain/cluster/relay-core-places'

import type {ClusterView} from '../install/cluster-view.js'
import {retryWhileUnreachable} from '../install/retry-while-unreachable.js'
import {openVault} from '../install/vault/open-vault.js'
import {missingInVault, sealStatus, vaultSecret} from '../install/vault/vault-questions.js'

const {namespace, pod} = vaultLocation

/** Initialises Vault once and unseals it at every start: Vault is sealed after each restart. */
export function vaultUnsealed(stack: ChosenStack, view: ClusterView): Phase {
  return {
    id: 'vault-unsealed',
    title: 'Vault unsealed',
    after: ['vault'],
    deadlineMs: 120_000,
    asks: [sealStatus, vaultSecret],
    applies: () => stack.selects('vault'),

    async run(context) {
      const missing = (snapshot: Snapshot) => {
        const reason = missingPod(snapshot)
        // What the previous pod answered does not hold for the next one, which is sealed.
        if (reason !== undefined) context.answers.forget(sealStatus, missingInVault)
        return reason
      }
      await view.wait(missing, [namespace], context)
      return retryWhileUnreachable(() => openVault(context), context)
    },

    preview: async ({data}) => [
      `KUBECONFIG=${data.kubeconfig} kubectl get --raw ${vaultSystemPath}/seal-status   # initialised if new, unsealed if sealed`,
    ],
  }
}

function missingPod(snapshot: Snapshot): string | undefined {
  const missing = missingOfWorkload({kind: 'Pod', namespace, name: pod}, snapshot)
  return missing && `Vault's pod, which ${missing}`
}
