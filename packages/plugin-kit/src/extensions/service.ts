import type {PhaseContext} from '../phases/phase.js'

/** A service that runs from an image which developers build, and whose version they choose. */
export interface Service {
  readonly name: string
  /** The reference that the cluster runs, whichever version that is: `relay-operator:local`. */
  readonly local: string
  /** What is pulled where there is none of that name. */
  readonly pullFrom: string
  /** How its image is built from source, where that is known. */
  readonly build?: ServiceBuild | undefined
}

/** A service's own build. */
export interface ServiceBuild {
  /** A program and its arguments, run in the folder of the source with the user's environment. */
  readonly command: readonly string[]
  /** Added to the arguments. Services whose commands are otherwise equal are built by one call. */
  readonly target?: string | undefined
  /** Variables that the user's environment need not have; what it has comes first. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** The same build straight into the cluster's registry, where one runs. */
  readonly push?: ServicePush | undefined
  /** The image that the command leaves in Docker. */
  readonly image: string
  /** A path that the source must have: by it a folder is known as the source. */
  readonly needs: string
  /** Paths in the source whose changes concern it; the whole source unless given. */
  readonly watches?: readonly string[] | undefined
}

/** Pushes the image under the service's local name, in place of leaving it in Docker. */
export interface ServicePush {
  readonly command: readonly string[]
  /** The variable that names where: `localhost:5111/library`. */
  readonly destination: string
}

export interface ReleaseOptions {
  /** Only patches what runs, where that is enough: the release, and the run that proves it, are left to the next start. */
  readonly quick?: boolean
}

/** Makes the running services take the content that config.json records of their images. */
export type ReleaseServices = (context: PhaseContext, options?: ReleaseOptions) => Promise<void>
