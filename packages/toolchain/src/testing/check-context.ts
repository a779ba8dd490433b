import {DataDirectory} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import type {CheckContext} from '../checks/check.js'
import type {DockerEngine, EngineState} from '../engine/docker-engine.js'
import type {EngineInfo} from '../engine/engine-info.js'
import {Toolchain} from '../tools/toolchain.js'

/** An engine that answers as Docker 20.10 on Linux, except for `info`. */
export function answering(info: Partial<EngineInfo> = {}): EngineState {
  return {
    kind: 'answers',
    address: 'unix:///var/run/docker.sock',
    info: {
      serverVersion: '20.10.24+dfsg1',
      operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
      memory: 16 * 1024 ** 3,
      dataFolder: '/nonexistent',
      cgroupVersion: '2',
      cgroupDriver: 'systemd',
      missingControllers: [],
      forwardsPackets: true,
      storageDriver: 'overlay2',
      platform: 'linux/amd64',
      securityOptions: ['name=seccomp,profile=default'],
      systemTime: undefined,
      proxy: {http: '', https: '', none: ''},
      addressPools: undefined,
      ...info,
    },
  }
}

/** A check context for tests, isolated from the machine and without tools. */
export function contextWith(state: EngineState, rest: Partial<CheckContext> = {}): CheckContext {
  const runner = rest.runner ?? new ScriptedProcessRunner()
  return {
    runner,
    toolchain: new Toolchain({runner, env: {}, folder: '/nonexistent', versions: '/nonexistent/v.json'}),
    engine: {state: async () => state} as DockerEngine,
    platform: 'linux',
    env: {},
    data: DataDirectory.fromEnvironment({HOME: '/nonexistent'}),
    proc: '/nonexistent',
    sys: '/nonexistent',
    now: Date.now,
    tools: [],
    ports: [],
    memory: 2 * 1024 ** 3,
    ...rest,
  }
}
