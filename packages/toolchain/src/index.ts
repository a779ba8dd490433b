export {checkContext, type CheckContextOptions} from './checks/check-context.js'
export {
  checkCategories,
  failure,
  joinFindings,
  ok,
  warning,
  type Check,
  type CheckCategory,
  type CheckContext,
  type Finding,
  type Mend,
  type MendContext,
  type WantedPort,
} from './checks/check.js'
export {diskFinding} from './checks/disk.js'
export {failOn} from './checks/fail-on.js'
export {checksWithoutNodes, machineChecks} from './checks/machine-checks.js'
export {missingTools, toolsCheck} from './checks/tools.js'
export {bareMemory} from './checks/memory.js'
export {portsFree} from './checks/ports.js'
export {dockerChecks, preflightChecks} from './checks/preflight-checks.js'
export {runChecks, type CheckResult} from './checks/run-checks.js'
export {
  asRunning,
  parts,
  registryPortOf,
  clusterInventory,
  noContainers,
  takeInventories,
  takeInventory,
  type ClusterInventory,
  type NodeRole,
} from './cluster/cluster-inventory.js'
export {currentOwner, ownerLabelOf, ownerOf, type ClusterOwner} from './cluster/cluster-owner.js'
export {ownerLabel, proxyLabel, type Container, type ContainerState} from './docker/container.js'
export {Docker} from './docker/docker.js'
export type {LocalImage, PushedLayer} from './docker/image.js'
export {DockerEngine, type EngineState} from './engine/docker-engine.js'
export type {EngineInfo} from './engine/engine-info.js'
export {
  Helm,
  type ChartRequest,
  type HelmOptions,
  type PullRequest,
  type TemplateRequest,
  type Upgraded,
  type UpgradeRequest,
} from './wrappers/helm.js'
export type {ClusterShape} from './wrappers/k3d-config.js'
export {K3d} from './wrappers/k3d.js'
export {
  isRefused,
  isUnreachable,
  Kubectl,
  readList,
  unlessUnreachable,
  type KubernetesObject,
  type LogRequest,
  type WatchEvent,
  type WaitDetails,
} from './wrappers/kubectl.js'
export {locateTool, type LocateToolOptions} from './tools/locate-tool.js'
export {isPortFree, nextFreePort} from './ports/free-port.js'
export {describeHolder, portHolder, type PortHolderContext, type PortHolder} from './ports/port-holder.js'
export {proxyForNodes, proxyMark} from './proxies/node-proxy.js'
export {shownProxy} from './proxies/proxy-variables.js'
export {Toolchain, type ToolchainOptions, type ToolProblem, type UsableTool} from './tools/toolchain.js'
export {toolsOfCluster} from './tools/tools-of-cluster.js'
export {installCommand, tools, type Tool, type ToolName} from './tools/tools.js'
export {inspectCommand, podTroubles, type PodTrouble} from './snapshot/pod-troubles.js'
export type {
  ContainerStatus,
  JobObject,
  LeaseObject,
  NodeObject,
  PodObject,
  PodSpec,
  WorkloadObject,
} from './snapshot/objects.js'
export {SnapshotLoop} from './snapshot/snapshot-loop.js'
export {snapshotWorkloads, takeSnapshot, type Snapshot} from './snapshot/snapshot.js'
export {describeTrouble, waitForSnapshot, type SnapshotWaitContext} from './snapshot/wait-for-snapshot.js'
export {podsOf, startedSince, missingOfWorkload, type WorkloadName} from './snapshot/workload-health.js'
export {clusterNotRunning, explainSilentCluster} from './cluster/silent-cluster.js'
