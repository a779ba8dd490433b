import type {Phase, PhaseContext} from '@rde/plugin-kit'
import type {PreparedComponent, ChosenStack} from '@rde/stack'
import type {Snapshot} from '@rde/toolchain'

import type {ClusterView} from '../install/cluster-view.js'
import {recordsBefore, unfinished} from '../install/installed-record.js'
import {presentCrds} from '../install/present-crds.js'
import {componentLines} from '../install/component-lines.js'
import {installComponent, type Found, type Installation} from '../install/install-component.js'
import {retryWhileUnreachable} from '../install/retry-while-unreachable.js'
import {allAwaited, missingOfComponent, namespacesOf} from '../install/prepared-component.js'
import {setImages} from '../install/relay-core/patch-relay-core.js'
import {rememberOrigin} from '../install/remember-origin.js'
import {relayCore} from '../install/relay-core/relay-core-names.js'
import {
  missingImage,
  renewVaultAgents,
  repeatVaultInit,
  touchRelayCore,
} from '../install/relay-core/repair-relay-core.js'
import {awaitUnsealed} from '../install/vault/await-unsealed.js'
import {missingInVault} from '../install/vault/vault-questions.js'

const id = 'relay-core'

/** The installer itself waits for an open Vault, and runs are made only by `probe-run`, which comes after both. */
const awaitedElsewhere = ['vault', 'tekton']

/** Installs our chart with relay-core's installer, and waits until what that makes is ready. `probe-run` records it. */
export function relayCorePhase(stack: ChosenStack, view: ClusterView): Phase {
  const {title, version, after} = stack.describe(id)
  return {
    id,
    title: `${title} ${version}`,
    after: [...after.filter((needed) => !awaitedElsewhere.includes(needed)), 'helm-values', 'stack-images'],
    deadlineMs: 300_000,
    asks: [recordsBefore, presentCrds, missingInVault],
    applies: () => stack.selects(id),
    async run(context) {
      const prepared = await stack.prepare(id, context)
      await rememberOrigin(prepared, context)
      return installComponent(installation(prepared, view, context), view, context)
    },
    preview: async (context) => componentLines(await stack.prepare(id, context), context),
  }
}

function installation(prepared: PreparedComponent, view: ClusterView, context: PhaseContext): Installation {
  const values = prepared.charts.find(({release}) => release === id)?.values ?? {}
  const missing = (snapshot: Snapshot) => missingOfComponent(prepared, snapshot) ?? missingImage(values, snapshot)
  const renewAgents = async (snapshot: Snapshot) => {
    await retryWhileUnreachable(() => renewVaultAgents(snapshot, context), context)
    view.snapshots(context).expire()
  }
  return {
    prepared,
    missing,
    damage: ({snapshot}) => damageInVault(snapshot, context),
    mustHavePods: () => allAwaited(prepared),
    async repair(found) {
      const before = (await context.answers.of(recordsBefore)).get(id)
      if (before?.hash === unfinished) await setImages(prepared, context)
      await repair(found, context)
    },

    async renew({state}, {records, snapshot}) {
      if (state === 'ready again' || records.get(id)?.hash === unfinished) await renewAgents(snapshot)
    },

    async finish(running, {damage}) {
      if (damage.some((what) => what.startsWith('auth method'))) {
        await renewAgents(running)
        await view.wait(missing, namespacesOf(prepared), context)
      }
      // A run must also prove that what recovered by itself works.
      view.applied.add(id)
    },
  }
}

/** The chart restores its own objects; touching the RelayCore restores what the installer made. */
async function repair({state, damage}: Found, context: PhaseContext): Promise<void> {
  if (damage.length > 0) {
    context.report(`Vault is missing ${damage.join(', ')}: setting it up again`)
    await retryWhileUnreachable(() => repeatVaultInit(context), context)
    context.answers.forget(missingInVault)
  } else if (state === 'repaired') await retryWhileUnreachable(() => touchRelayCore(context), context)
}

/** Empty before the first installation of relay-core: its vault-init then makes all of it. */
async function damageInVault({jobs}: Snapshot, context: PhaseContext): Promise<readonly string[]> {
  const wasSetUp = jobs.some(
    ({metadata: {name, namespace}}) => name === relayCore.vaultInit && namespace === relayCore.namespace,
  )
  if (context.config().credentials.vault === null || !wasSetUp) return []
  await awaitUnsealed(context)
  return context.answers.of(missingInVault)
}
