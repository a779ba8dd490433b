import type {ImageRule} from '../document/component-schema.js'
import {mapStrings} from '../document/map-strings.js'

/** Renames images by the rules of a component, and records what was rewritten. */
export class ImageRewriter {
  readonly #rules: readonly {rule: ImageRule; pattern: RegExp; images: string[]}[]

  /** `renamed`: the final names of images, by the name that the rules and the sources give them. */
  constructor(
    rules: readonly ImageRule[],
    private readonly renamed: Readonly<Record<string, string>> = {},
  ) {
    this.#rules = rules.map((rule) => ({rule, pattern: new RegExp(`^(?:${rule.match})$`), images: []}))
  }

  /** A copy of a document in which each string that a rule matches is replaced by the image of the first such rule. */
  rewrite<Shape>(document: Shape): Shape {
    return mapStrings(document, (text) => this.#rewriteText(text))
  }

  /** How many strings were rewritten. */
  get count(): number {
    return this.#rules.reduce((sum, {images}) => sum + images.length, 0)
  }

  /** The images that the rules inserted. */
  get images(): string[] {
    return [...new Set(this.#rules.flatMap(({images}) => images))]
  }

  /** The patterns that matched nothing: most likely the sources have another version than the rules. */
  get unused(): string[] {
    return this.#rules.filter(({images}) => images.length === 0).map(({rule}) => rule.match)
  }

  #rewriteText(text: string): string {
    const found = this.#rules.find(({pattern}) => pattern.test(text))
    if (!found) return this.renamed[text] ?? text
    const named = text.replace(found.pattern, found.rule.use)
    const image = this.renamed[named] ?? named
    found.images.push(image)
    return image
  }
}
