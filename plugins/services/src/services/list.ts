import type {ImportedImage, RdeConfig} from '@rde/config'
import {ImageReference} from '@rde/images'
import {requireConfig, type Service, type Session} from '@rde/plugin-kit'

export interface ServiceView {
  readonly service: string
  readonly reference: string
  readonly digest: string | null
  readonly since: string | null
  /** The running version, if a local tag identifies it. */
  readonly version: string | null
  /** The source commit of the running content, if its labels contain it. */
  readonly revision: string | null
  /** Its tags in the local Docker. */
  readonly versions: readonly string[]
  readonly pullFrom: string
}

export type ServicesFor = (config: RdeConfig) => Promise<readonly Service[]>

export interface ListOptions {
  readonly servicesFor: ServicesFor
  readonly signal: AbortSignal
}

/** Lists the Relay services: what the cluster runs of each, and which versions are available here. */
export async function listServices(session: Session, {servicesFor, signal}: ListOptions): Promise<ServiceView[]> {
  const config = await requireConfig(session, signal)
  const {docker} = session.tools({signal})
  const [services, ids] = await Promise.all([servicesFor(config), docker.imageIds()])
  const images = [...ids].flatMap(([name, id]) => {
    const reference = ImageReference.read(name)
    return reference === undefined ? [] : [{reference, id}]
  })
  return Promise.all(
    services.map(async (service) => {
      const entry = importedImage(service, config)
      const labels = entry === undefined ? {} : await docker.imageLabels(entry.imageId)
      return {...view(service, entry, images), revision: labels[revisionLabel] ?? null}
    }),
  )
}

/** An annotation defined by the OCI. */
const revisionLabel = 'org.opencontainers.image.revision'

function importedImage({local}: Service, {images}: RdeConfig): ImportedImage | undefined {
  const {familiar} = ImageReference.parse(local)
  return images.find(({reference}) => reference === familiar)
}

interface TaggedImage {
  readonly reference: ImageReference
  readonly id: string
}

function view(
  {name, local, pullFrom}: Service,
  entry: ImportedImage | undefined,
  images: readonly TaggedImage[],
): Omit<ServiceView, 'revision'> {
  const running = ImageReference.parse(local)
  const others = images.filter(
    ({reference}) => reference.familiarName === running.familiarName && !reference.equals(running),
  )
  const same = others.find(({id}) => id === entry?.imageId)
  return {
    service: name,
    reference: local,
    digest: entry?.digest ?? null,
    since: entry?.importedAt ?? null,
    version: same?.reference.tag ?? entry?.pulledFrom ?? null,
    versions: others.flatMap(({reference}) => reference.tag ?? []),
    pullFrom,
  }
}
