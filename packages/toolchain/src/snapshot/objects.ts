/** The parts of Kubernetes objects that show readiness. */

export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastHeartbeatTime?: string
}

interface Metadata {
  readonly name: string
  readonly namespace: string
  readonly generation?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly deletionTimestamp?: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: ReadonlyArray<{readonly kind: string; readonly name: string}>
}

export interface NamespaceObject {
  readonly kind: 'Namespace'
  readonly metadata: {readonly name: string; readonly deletionTimestamp?: string}
}

export interface NodeObject {
  readonly kind: 'Node'
  readonly metadata: {readonly name: string; readonly creationTimestamp?: string}
  readonly spec?: {readonly unschedulable?: boolean}
  readonly status?: {
    readonly conditions?: readonly Condition[]
    /** What pods may request, as Kubernetes quantities. */
    readonly allocatable?: Readonly<Record<string, string>>
    readonly nodeInfo?: {
      readonly kubeletVersion?: string
      readonly operatingSystem?: string
      readonly architecture?: string
    }
  }
}

export interface LeaseObject {
  readonly kind: 'Lease'
  readonly metadata: Metadata
  readonly spec?: {readonly renewTime?: string}
}

/** The containers of a pod, as specified. */
export interface PodSpec {
  readonly initContainers?: ReadonlyArray<{readonly name?: string; readonly image?: string}>
  readonly containers?: readonly Container[]
}

interface Container {
  readonly name?: string
  readonly image?: string
  readonly readinessProbe?: object
  readonly startupProbe?: object
}

export interface WorkloadObject {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet'
  readonly metadata: Metadata
  readonly spec: {
    readonly replicas?: number
    readonly selector: {readonly matchLabels?: Readonly<Record<string, string>>}
    readonly updateStrategy?: {readonly type?: string}
    readonly template?: {readonly spec?: PodSpec}
  }
  readonly status?: {
    readonly observedGeneration?: number
    readonly replicas?: number
    readonly readyReplicas?: number
    readonly updatedReplicas?: number
    readonly updatedNumberScheduled?: number
    readonly desiredNumberScheduled?: number
    readonly numberReady?: number
  }
}

export interface JobObject {
  readonly kind: 'Job'
  readonly metadata: Metadata
  readonly status?: {readonly conditions?: readonly Condition[]}
}

export interface PodObject {
  readonly kind: 'Pod'
  readonly metadata: Metadata & {readonly uid: string}
  readonly spec?: PodSpec & {readonly nodeName?: string}
  readonly status?: {
    readonly phase?: string
    readonly conditions?: readonly Condition[]
    readonly containerStatuses?: readonly ContainerStatus[]
    readonly initContainerStatuses?: readonly ContainerStatus[]
  }
}

interface TerminatedState {
  readonly exitCode: number
  readonly reason?: string
  readonly message?: string
}

export interface ContainerStatus {
  readonly name: string
  readonly ready?: boolean
  readonly restartCount?: number
  readonly imageID?: string
  /** `containerd://…`, after its first start. */
  readonly containerID?: string
  readonly state?: {
    readonly running?: {readonly startedAt?: string}
    readonly waiting?: {readonly reason?: string; readonly message?: string}
    readonly terminated?: TerminatedState
  }
  /** How it ended before its last restart. */
  readonly lastState?: {readonly terminated?: TerminatedState}
}
