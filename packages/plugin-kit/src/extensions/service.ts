import type {PhaseContext} from '../phases/phase.js'

/** A service whose image developers build and whose version they choose. */
export interface Service {
  readonly name: string
  /** The reference that the cluster runs, for every version: `relay-operator:local`. */
  readonly local: string
  /** What is pulled if no image has that name. */
  readonly pullFrom: string
  /** How its image is built from source, if known. */
  readonly build?: ServiceBuild | undefined
}

/** A service's own build. */
export interface ServiceBuild {
  /** A program and its arguments, run in the folder of the source with the user's environment. */
  readonly command: readonly string[]
  /** Added to the arguments. Services whose commands are otherwise equal are built by one call. */
  readonly target?: string | undefined
  /** Default variables; the user's environment takes precedence. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** The same build, pushed directly to the cluster's registry, if one runs. */
  readonly push?: ServicePush | undefined
  /** The image that the command leaves in Docker. */
  readonly image: string
  /** A path that identifies a folder as the source. */
  readonly needs: string
  /** Paths in the source whose changes affect it; the whole source unless given. */
  readonly watches?: readonly string[] | undefined
}

/** Pushes the image under the service's local name instead of leaving it in Docker. */
export interface ServicePush {
  readonly command: readonly string[]
  /** The variable that holds the destination: `localhost:5111/library`. */
  readonly destination: string
}

export interface ReleaseOptions {
  /** Only patches what runs, if that is enough: the release and the run that verifies it are left to the next start. */
  readonly quick?: boolean
}

/** Makes the running services use the image content that config.json records. */
export type ReleaseServices = (context: PhaseContext, options?: ReleaseOptions) => Promise<void>
