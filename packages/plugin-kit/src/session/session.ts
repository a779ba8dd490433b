import {clusterIdentity, type ClusterIdentity} from '@rde/config/cluster/cluster-identity'
import {DataDirectory} from '@rde/config/cluster/data-directory'
import {keptSecrets} from '@rde/config/store/read-config'
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

/** What a service works with: which cluster, where its files are, and how to reach the tools. */
export interface Session {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  /** Masks what it has learnt in command lines and errors. */
  readonly secrets: Secrets
  readonly runner: (wishes?: ToolOptions) => SystemProcessRunner
  readonly tools: (wishes?: ToolOptions) => Tools
  /** Looks up once where the tools are, for whoever needs them many times while nothing is installed. */
  readonly locateTools: () => (wishes?: ToolOptions) => Tools
}

/** `signal` ends the programs; `children` records them, so that they can be ended if rde is killed. */
export type ToolOptions = Pick<RunnerOptions, 'signal' | 'children'>

/** Reads the environment once, and what config.json keeps secret. Starts nothing and changes no file. */
export function openSession({verbose = false}: {verbose?: boolean} = {}): Session {
  const data = DataDirectory.fromEnvironment()
  const identity = clusterIdentity(data.clusterName)
  const secrets = new Secrets()
  secrets.learn([keptSecrets(data), proxyCredentials(process.env)])
  const environment = {...cleanEnvironment(process.env), KUBECACHEDIR: data.kubectlCache}
  const trace = (line: string) => void process.stderr.write(`$ ${line}\n`)
  const runner = (wishes: ToolOptions = {}) =>
    new SystemProcessRunner({environment, secrets, ...(verbose && {trace}), ...wishes})
  const locateTools = () => {
    const located = (name: ToolName) => findTool(name, {env: process.env, folder: data.tools})
    const [docker, k3d, kubectl, helm] = [located('docker'), located('k3d'), located('kubectl'), located('helm')]
    const {kubeconfig} = data
    return (wishes?: ToolOptions): Tools => {
      const ours = runner(wishes)
      return {
        docker: new Docker(docker.runnerFrom(ours), docker.file),
        k3d: new K3d(k3d.runnerFrom(ours), {file: k3d.file, data, identity}),
        kubectl: new Kubectl(kubectl.runnerFrom(ours), {file: kubectl.file, kubeconfig}),
        helm: new Helm(helm.runnerFrom(ours), {file: helm.file, kubeconfig}),
      }
    }
  }
  return {identity, data, secrets, runner, tools: (wishes) => locateTools()(wishes), locateTools}
}
