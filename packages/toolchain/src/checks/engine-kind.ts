import {readFile} from 'node:fs/promises'
import {userInfo} from 'node:os'
import {join} from 'node:path'

import {exitCodes} from '@rde/errors'

import type {EngineInfo} from '../engine/engine-info.js'
import {installCommand} from '../tools/tools.js'
import {failure, ok, warning, type CheckContext, type Finding} from './check.js'
import {engineCheck} from './engine-check.js'

/** Detects engines on which the nodes cannot run: they are privileged containers with a kubelet. */
export const engineKind = engineCheck(
  {
    id: 'engine-kind',
    category: 'docker',
    title: 'Kind of engine',
    problem: {code: 'RDE_ENGINE_UNSUITED', exitCode: exitCodes.toolUnavailable},
  },
  async (info, context) => {
    if (await isPodman(info, context)) return podman(context)
    if (has(info, 'userns')) return remapsUsers
    if (isRootless(info)) return judgeRootless(info, context)
    if (info.storageDriver === 'vfs') return copiesEverything
    return ok(`${info.operatingSystem}, ${storage(info)}`)
  },
)

export function isRootless(info: EngineInfo): boolean {
  return has(info, 'rootless')
}

function has({securityOptions}: EngineInfo, name: string): boolean {
  return securityOptions.some((option) => option.split(',').includes(`name=${name}`))
}

/** Docker's major versions have two digits since 17.03; podman's have one digit. */
export async function isPodman({serverVersion}: EngineInfo, {engine}: CheckContext): Promise<boolean> {
  const state = await engine.state()
  return (state.kind === 'answers' && /podman/.test(state.address)) || /^[1-9]\./.test(serverVersion)
}

function podman({platform}: CheckContext): Finding {
  return failure('The docker command uses podman, which cannot run the nodes.', {
    what: 'Install Docker',
    command: installCommand('docker', platform),
  })
}

const remapsUsers = failure(
  'Docker remaps user ids (userns-remap); privileged containers such as the nodes do not start with this setting.',
  {what: 'Remove "userns-remap" from the settings', command: 'sudo nano /etc/docker/daemon.json'},
  {what: 'Then restart Docker', command: 'sudo systemctl restart docker'},
)

const copiesEverything = warning(
  'The storage driver vfs copies every layer in full, which is slow and uses much disk.',
  {
    what: 'Let Docker choose a better one: remove "storage-driver"',
    command: 'sudo nano /etc/docker/daemon.json && sudo systemctl restart docker',
  },
)

/** The cgroup controllers that the kubelet needs; systemd must delegate them to the user. */
const controllers = ['cpu', 'cpuset', 'io', 'memory', 'pids']

async function judgeRootless(info: EngineInfo, {sys}: CheckContext): Promise<Finding> {
  if (info.cgroupVersion === '1') return failure(`Docker runs rootless with cgroup v1; the nodes need v2.`, useV2)
  const {uid} = userInfo()
  const path = `fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service/cgroup.controllers`
  const text = await readFile(join(sys, path), 'utf8').catch(() => undefined)
  const missing = text === undefined ? [] : controllers.filter((name) => !text.split(/\s+/).includes(name))
  if (missing.length === 0) return ok(`rootless, ${storage(info)}`)
  return failure(
    `Docker runs rootless without the cgroup controllers ${missing.join(', ')}, which the nodes need.`,
    delegate,
    {what: 'Then sign in again, or', command: 'sudo systemctl daemon-reload && systemctl --user restart docker'},
  )
}

const useV2 = {
  what: 'Boot with cgroup v2: add systemd.unified_cgroup_hierarchy=1 to GRUB_CMDLINE_LINUX',
  command: 'sudo nano /etc/default/grub && sudo update-grub && sudo reboot',
}

const delegate = {
  what: 'Delegate them',
  command: `sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\\nDelegate=${controllers.join(' ')}\\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf`,
}

/** Docker reports containerd's image store by the name of its snapshotter. */
function storage({storageDriver}: EngineInfo): string {
  return storageDriver === 'overlayfs' ? "containerd's image store" : storageDriver
}
