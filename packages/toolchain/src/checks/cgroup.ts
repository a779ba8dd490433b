import coerce from 'semver/functions/coerce.js'
import gte from 'semver/functions/gte.js'

import {exitCodes} from '@rde/errors'

import type {EngineInfo} from '../engine/engine-info.js'
import {failure, ok, type CheckContext} from './check.js'
import {engineCheck} from './engine-check.js'
import {isRootless} from './engine-kind.js'

/** From this version on, the kubelet does not start on cgroup v1 (Kubernetes, KEP-4569). */
const firstWithoutV1 = '1.35.0'

/** Control groups limit the memory and CPU time of pods; the kubelet does not start if the kernel is missing one. */
export const cgroup = engineCheck(
  {
    id: 'cgroup',
    category: 'machine',
    title: 'Control groups',
    problem: {code: 'RDE_CGROUP', exitCode: exitCodes.failed},
  },
  (info, context) => {
    const {cgroupVersion, cgroupDriver, missingControllers: missing} = info
    // The engine-kind check reports missing controllers of a rootless engine, with a remedy.
    if (missing.length > 0 && !isRootless(info)) return missingControllers(missing)
    if (cgroupVersion === '1' && needsV2(context)) return tooOld(context)
    return ok(`cgroup v${cgroupVersion} (${cgroupDriver})`)
  },
)

function missingControllers(missing: EngineInfo['missingControllers']) {
  const parameters = missing.includes('memory') ? 'cgroup_enable=memory' : `cgroup_enable=${missing[0]}`
  return failure(
    `The kernel does not have the cgroup controllers that the nodes need: ${missing.join(', ')}.`,
    {
      what: `Add ${parameters} to GRUB_CMDLINE_LINUX (on a Raspberry Pi: to /boot/firmware/cmdline.txt)`,
      command: 'sudo nano /etc/default/grub && sudo update-grub',
    },
    {what: 'Then restart the machine', command: 'sudo reboot'},
  )
}

function tooOld({nodeImage = ''}: CheckContext) {
  return failure(
    `This machine has cgroup v1, but nodes of ${nodeImage} need cgroup v2.`,
    {what: "Use rde's own version of k3s", command: 'rde config unset cluster.k3sImage'},
    {
      what: 'Or boot with cgroup v2: add systemd.unified_cgroup_hierarchy=1 to GRUB_CMDLINE_LINUX',
      command: 'sudo nano /etc/default/grub && sudo update-grub && sudo reboot',
    },
  )
}

/** The tag of a k3s image begins with the Kubernetes version: `rancher/k3s:v1.35.0-k3s1`. */
function needsV2({nodeImage = ''}: CheckContext): boolean {
  const [, version] = /:v(\d+\.\d+\.\d+)/.exec(nodeImage) ?? []
  const comparable = coerce(version)
  return comparable !== null && gte(comparable, firstWithoutV1)
}
