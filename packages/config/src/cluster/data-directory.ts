import {homedir} from 'node:os'
import {join} from 'node:path'

import {chosenCluster} from './chosen-cluster.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Every path that rde uses on disk. oclif has the same rules for its folders; the fast path must apply them without
 * loading oclif.
 */
export class DataDirectory {
  #cluster: string | (() => string)

  /** `config` belongs to the user: the workflow directory and `defaults.json`. `cache` can be downloaded again. */
  constructor(
    private readonly roots: {readonly data: string; readonly config: string; readonly cache: string},
    cluster: string | (() => string),
  ) {
    this.#cluster = cluster
  }

  /** The cluster whose files these are. Throws if its name is invalid. */
  get clusterName(): string {
    // Evaluated late: commands that need no cluster, or choose another one, must work with an invalid name.
    if (typeof this.#cluster === 'function') this.#cluster = this.#cluster()
    return this.#cluster
  }

  static fromEnvironment(env: Environment = process.env): DataDirectory {
    const home = env['HOME'] || homedir()
    const rootFolder = (own: string, xdg: string, fallback: string) =>
      env[own] || join(env[xdg] || join(home, fallback), 'rde')
    const roots = {
      data: rootFolder('RDE_DATA_DIR', 'XDG_DATA_HOME', join('.local', 'share')),
      config: rootFolder('RDE_CONFIG_DIR', 'XDG_CONFIG_HOME', '.config'),
      cache: rootFolder('RDE_CACHE_DIR', 'XDG_CACHE_HOME', '.cache'),
    }
    return new DataDirectory(roots, () => chosenCluster({env, used: usedCluster(roots)}))
  }

  /** The paths of another cluster. */
  of(clusterName: string): DataDirectory {
    return new DataDirectory(this.roots, clusterName)
  }

  /** These contain all files of rde on this machine. */
  get folders(): readonly string[] {
    return Object.values(this.roots)
  }

  /** oclif's list of the installed extensions. */
  get extensions(): string {
    return join(this.roots.data, 'package.json')
  }

  /** Contains the folder and the lock of each cluster. All files with secrets are here. */
  get clusters(): string {
    return join(this.roots.data, 'clusters')
  }

  /** The only folder that `cluster delete` may remove: the user's plugins are next to `clusters`. */
  get cluster(): string {
    return join(this.roots.data, 'clusters', this.clusterName)
  }

  get config(): string {
    return join(this.cluster, 'config.json')
  }

  /** config.json before the last change. */
  get configBackup(): string {
    return `${this.config}.bak`
  }

  /** A config.json of an older format, kept when it was migrated. */
  configOfVersion(version: number): string {
    return join(this.cluster, `config.v${version}.json`)
  }

  get configSchema(): string {
    return join(this.cluster, 'config.schema.json')
  }

  get kubeconfig(): string {
    return join(this.cluster, 'kubeconfig.yaml')
  }

  /** The API cache of kubectl and helm, which would otherwise stay in the user's home after the cluster is deleted. */
  get kubectlCache(): string {
    return join(this.cluster, 'kubectl-cache')
  }

  /** Never exists. Passed to k3d as KUBECONFIG, so that it cannot edit the user's kubeconfig. */
  get absentKubeconfig(): string {
    return join(this.cluster, 'no-kubeconfig')
  }

  /** For k3d's temporary files. */
  get temporary(): string {
    return join(this.cluster, 'tmp')
  }

  /** Exists from before a create until its kubeconfig is saved: meanwhile the cluster in Docker is incomplete. */
  get createMarker(): string {
    return join(this.cluster, 'create-under-way')
  }

  /** The owner whose cluster the user agreed to use from here. */
  get acceptedOwner(): string {
    return join(this.cluster, 'accepted-owner')
  }

  /** Exists while a delete runs: the volumes to remove. */
  get volumesToRemove(): string {
    return join(this.cluster, 'volumes-to-remove.json')
  }

  /** Contains a separate home for each running call of the relay CLI. */
  get relayHomes(): string {
    return join(this.cluster, 'relay')
  }

  values(release: string): string {
    return join(this.cluster, 'values', `${release}.yaml`)
  }

  /** Next to the cluster's folder, since it must outlive it. */
  get lock(): string {
    return join(this.roots.data, 'clusters', `${this.clusterName}.lock`)
  }

  /** The address of a running `rde ui`. Next to the cluster's folder, since it needs no cluster. */
  get runningUi(): string {
    return join(this.roots.data, 'clusters', `${this.clusterName}.ui.json`)
  }

  /** The progress of a smoke test, its report, and its data about failures. */
  get smoke(): string {
    return join(this.cluster, 'smoke')
  }

  /** The output of the last build of a service. Not in a cluster's folder, since it needs no cluster. */
  serviceBuildLog(service: string): string {
    return join(this.roots.data, 'service-builds', `${service}.log`)
  }

  /** The records of runs without a cluster, by workflow. */
  get localRuns(): string {
    return join(this.roots.data, 'local-runs')
  }

  /** The secrets of one workflow, for its runs without a cluster. */
  localSecrets(workflow: string): string {
    return join(this.roots.data, 'local-secrets', `${encodeURIComponent(workflow)}.json`)
  }

  /** The workflow files that the user allowed to run on this machine, by the hash of their content. */
  get trustedWorkflows(): string {
    return join(this.roots.data, 'trusted-workflows.json')
  }

  /** The file with the cluster name of `rde cluster use`. */
  get usedCluster(): string {
    return usedCluster(this.roots)
  }

  get defaults(): string {
    return join(this.roots.config, 'defaults.json')
  }

  get workflows(): string {
    return join(this.roots.config, 'workflows')
  }

  get tools(): string {
    return join(this.roots.cache, 'tools')
  }

  get downloads(): string {
    return join(this.roots.cache, 'downloads')
  }

  /** The images of the charts of a stack, by the hash of their inputs. */
  get imageLists(): string {
    return join(this.roots.cache, 'image-lists')
  }

  /** The objects in the manifests of a stack, by the hash of the file. */
  get manifests(): string {
    return join(this.roots.cache, 'manifests')
  }

  /** The parsed stack files, by the hash of their text. */
  get stacks(): string {
    return join(this.roots.cache, 'stacks')
  }

  get toolVersions(): string {
    return join(this.roots.cache, 'tool-versions.json')
  }

  /** Node's compile cache for rde's code, for a faster start. */
  get compileCache(): string {
    return join(this.roots.cache, 'compiled')
  }
}

function usedCluster({config}: {readonly config: string}): string {
  return join(config, 'cluster')
}
