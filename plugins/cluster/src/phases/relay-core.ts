import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {waitUntil, type Survey} from '@rde/toolchain'

import type {ClusterView} from '../components/cluster-view.js'
import {applyComponent} from '../components/install-component.js'
import {patiently} from '../components/patiently.js'
import {
  allAwaited,
  comesBack,
  componentLack,
  namespacesOf,
  type PreparedComponent,
} from '../components/prepared-component.js'
import {scaleUp} from '../components/scale-up.js'
import type {StackParts} from '../components/stack-parts.js'
import {imageLack} from '../relay-core/image-lack.js'
import {relayCore} from '../relay-core/relay-core-names.js'
import {renewVaultAgents, repeatVaultInit, touchRelayCore} from '../relay-core/repair-relay-core.js'
import {awaitUnsealed} from '../vault/await-unsealed.js'
import {VaultApi} from '../vault/vault-api.js'

const id = 'relay-core'

/** The installer itself waits for an open Vault, and nobody makes a run before `probe-run`, which comes after both. */
const awaitedElsewhere = ['vault', 'tekton']

/** Our chart with relay-core's installer, until what that makes is ready. */
export function relayCorePhase(parts: StackParts, view: ClusterView): Phase {
  const {title, version, after} = parts.describe(id)
  return {
    id,
    title: `${title} ${version}`,
    after: [...after.filter((needed) => !awaitedElsewhere.includes(needed)), 'helm-values', 'stack-images'],
    deadlineMs: 300_000,
    applies: () => parts.selects(id),

    async run(context) {
      const prepared = await parts.prepare(id, context)
      const {config} = context
      const lack = (survey: Survey) =>
        componentLack(prepared, survey) ?? imageLack(config().helm.values[id] ?? {}, survey)
      const [records, survey] = await Promise.all([view.records(context), view.survey(context)])
      const vaultLacks = await lacksInVault(survey, context)
      const same = records.get(id)?.hash === prepared.hash
      const found = lack(survey)
      if (same && found === undefined && vaultLacks.length === 0) return {changed: false, detail: 'ready'}

      const returning = same && vaultLacks.length === 0 && comesBack(found)
      if (!returning) {
        await patiently(() => scaleUp(allAwaited(prepared), survey, context), context)
        await install(prepared, {same, vaultLacks}, context)
      }
      const surveys = view.surveys(context)
      const {kubectl, signal, report} = context
      const waiting = {surveys, kubectl, namespaces: namespacesOf(prepared), signal, report}
      const running = await waitUntil(lack, waiting)
      if (vaultLacks.some((what) => what.startsWith('auth method'))) {
        await patiently(() => renewVaultAgents(running, context), context)
        await waitUntil(lack, waiting)
      }
      view.applied.add(id)
      return {changed: true, detail: returning ? 'ready again' : same ? 'repaired' : 'installed'}
    },
  }
}

interface Found {
  readonly same: boolean
  readonly vaultLacks: readonly string[]
}

/** The chart brings back its own objects; what the installer made comes back when the RelayCore is touched. */
async function install(prepared: PreparedComponent, {same, vaultLacks}: Found, context: PhaseContext): Promise<void> {
  await applyComponent(prepared, context)
  if (vaultLacks.length > 0) {
    context.report(`Vault lacks ${vaultLacks.join(', ')}: setting it up again`)
    await patiently(() => repeatVaultInit(context), context)
  } else if (same) await patiently(() => touchRelayCore(context), context)
}

/** Nothing before relay-core was there once: its vault-init makes all of it then. */
async function lacksInVault({jobs}: Survey, context: PhaseContext): Promise<string[]> {
  const token = context.config().credentials.vault?.rootToken
  const wasSetUp = jobs.some(
    ({metadata: {name, namespace}}) => name === relayCore.vaultInit && namespace === relayCore.namespace,
  )
  if (token === undefined || !wasSetUp) return []
  await awaitUnsealed(context)
  return new VaultApi(context.kubectl).missing(context.config().credentials.vault?.rootToken ?? token)
}
