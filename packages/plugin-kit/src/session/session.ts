import {clusterIdentity, type ClusterIdentity} from '@rde/config/cluster/cluster-identity'
import {DataDirectory} from '@rde/config/cluster/data-directory'
import {readConfigSecrets} from '@rde/config/store/read-config'
import {cleanEnvironment, Secrets, SystemProcessRunner, type RunnerOptions} from '@rde/process-runner'
import {Docker} from '@rde/toolchain/docker/docker'
import {Helm} from '@rde/toolchain/wrappers/helm'
import {K3d} from '@rde/toolchain/wrappers/k3d'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {findTool} from '@rde/toolchain/tools/missing-tool'
import {proxyCredentials} from '@rde/toolchain/proxies/proxy-variables'
import type {ToolName} from '@rde/toolchain'

/** The external programs, each behind the wrapper that knows it. */
export interface Tools {
  readonly docker: Docker
  readonly k3d: K3d
  readonly kubectl: Kubectl
  readonly helm: Helm
}

/** What a command works with: the cluster, the location of its files, and the tools. */
export interface Session {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  /** Masks known secrets in command lines and errors. */
  readonly secrets: Secrets
  readonly runner: (options?: ToolOptions) => SystemProcessRunner
  readonly tools: (options?: ToolOptions) => Tools
  /** Locates the tools once, for repeated use while nothing is installed. */
  readonly locateTools: () => (options?: ToolOptions) => Tools
}

/** `signal` ends the programs; `children` records them, so that they can be ended if rde is killed. */
export type ToolOptions = Pick<RunnerOptions, 'signal' | 'children'>

/** Reads the environment and the secrets in config.json, once. Starts nothing and changes no file. */
export function openSession({verbose = false}: {verbose?: boolean} = {}): Session {
  const data = DataDirectory.fromEnvironment()
  const identity = clusterIdentity(data.clusterName)
  const secrets = new Secrets()
  secrets.learn([readConfigSecrets(data), proxyCredentials(process.env)])
  const environment = {...cleanEnvironment(process.env), KUBECACHEDIR: data.kubectlCache}
  const trace = (line: string) => void process.stderr.write(`$ ${line}\n`)
  const runner = (options: ToolOptions = {}) =>
    new SystemProcessRunner({environment, secrets, ...(verbose && {trace}), ...options})
  const locateTools = () => {
    const located = (name: ToolName) => findTool(name, {env: process.env, folder: data.tools})
    const [docker, k3d, kubectl, helm] = [located('docker'), located('k3d'), located('kubectl'), located('helm')]
    const {kubeconfig} = data
    return (options?: ToolOptions): Tools => {
      const base = runner(options)
      return {
        docker: new Docker(docker.runnerFrom(base), docker.file),
        k3d: new K3d(k3d.runnerFrom(base), {file: k3d.file, data, identity}),
        kubectl: new Kubectl(kubectl.runnerFrom(base), {file: kubectl.file, kubeconfig}),
        helm: new Helm(helm.runnerFrom(base), {file: helm.file, kubeconfig}),
      }
    }
  }
  return {identity, data, secrets, runner, tools: (options) => locateTools()(options), locateTools}
}
