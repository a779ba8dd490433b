import {
  completeSections,
  requireSections,
  sectionOf,
  sectionProblems,
  sectionSchema,
  type JsonSchema,
  type KeyPath,
  type RdeConfig,
  type SectionDeclaration,
} from '@rde/config'
import {invalidChange} from '@rde/config/store/config-errors'
import {sectionDeclaration, type Extension} from '@rde/plugin-kit'
import type {StackExtension} from '@rde/stack'

/** Converts the stack contribution of an extension for `@rde/stack`. */
export function stackExtension(extension: Extension): StackExtension {
  const {name, root, contribution} = extension
  const {components = {}, services = {}, settings} = contribution
  const declaration = sectionDeclaration(extension)
  return {
    ...{name, root, components, services},
    section: (config) => sectionOf(config, declaration),
    placeholders: [
      ...Object.keys(settings?.properties ?? {}).map((key) => `settings.${key}`),
      ...declaration.credentials.map((key) => `credentials.${key}`),
    ],
  }
}

/** The sections of config.json that extensions declare. */
export class ExtensionSections {
  readonly #declarations: readonly SectionDeclaration[]

  constructor(extensions: readonly Extension[] = []) {
    this.#declarations = extensions.map(sectionDeclaration)
  }

  /** Checks all sections. Throws RDE_CONFIG_INVALID with all problems. */
  check(config: RdeConfig, path: string): void {
    requireSections(config, this.#declarations, path)
  }

  /** Like `check`, for a change before it is written: throws RDE_SETTING_INVALID. */
  checkChange(config: RdeConfig, path: string): void {
    const problems = sectionProblems(config, this.#declarations)
    if (problems.length > 0) throw invalidChange(path, problems)
  }

  /** The JSON schemas by extension, for editors and `rde config schema`. */
  get schemas(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries(
      this.#declarations.map((declaration) => [declaration.extension, sectionSchema(declaration)]),
    )
  }

  /** The paths of the declared settings. */
  get settings(): readonly KeyPath[] {
    return this.#declarations.flatMap(({extension, schema}) =>
      Object.keys(schema?.properties ?? {}).map((key) => ['extensions', extension, key]),
    )
  }

  /** The effective configuration: adds defaults, but generates no credentials. */
  inForce(config: RdeConfig): RdeConfig {
    const sections = this.#declarations.map((one) => [one.extension, sectionOf(config, one)] as const)
    return {...config, extensions: {...config.extensions, ...Object.fromEntries(sections)}}
  }

  /** Adds defaults, and generates missing credentials. */
  complete(config: RdeConfig): RdeConfig {
    return completeSections(config, this.#declarations)
  }
}
