import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {Contrib, Enums, Models, Serialize, Spec} from '@cyclonedx/cyclonedx-library'

const {FromNodePackageJson, License} = Contrib

/** The components of rde, as CycloneDX JSON. The same sources give the same text. */
export function billOfMaterials(folder, packages) {
  const builder = new FromNodePackageJson.Builders.ComponentBuilder(
    new FromNodePackageJson.Factories.ExternalReferenceFactory(),
    new License.Factories.LicenseFactory(),
  )
  const component = (manifest, type) => {
    const made = builder.makeComponent(manifest, type)
    made.purl = `pkg:npm/${manifest.name.replace('@', '%40')}@${manifest.version}`
    made.bomRef.value = made.purl
    return made
  }
  const bom = new Models.Bom()
  const rde = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  bom.metadata.component = component(rde, Enums.ComponentType.Application)
  for (const {manifest} of packages) {
    const part = component(manifest, Enums.ComponentType.Library)
    bom.components.add(part)
    bom.metadata.component.dependencies.add(part.bomRef)
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6))
  return `${serializer.serialize(bom, {sortLists: true, space: 2})}\n`
}
