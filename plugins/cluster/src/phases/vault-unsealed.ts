import type {Phase} from '@rde/plugin-kit'
import {waitUntil, workloadLack} from '@rde/toolchain'

import type {ClusterView} from '../components/cluster-view.js'
import {patiently} from '../components/patiently.js'
import type {StackParts} from '../components/stack-parts.js'
import {openVault} from '../vault/open-vault.js'
import {vaultPlace} from '../vault/vault-api.js'

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
      const {kubectl, signal, report} = context
      const waiting = {surveys: view.surveys(context), kubectl, namespaces: [namespace], signal, report}
      const lack = (survey: Parameters<typeof workloadLack>[1]) =>
        workloadLack({kind: 'Pod', namespace, name: pod}, survey)
      await waitUntil((survey) => lack(survey) && `Vault's pod, which ${lack(survey)}`, waiting)
      return patiently(() => openVault(context), context)
    },
  }
}
