import {writeReleaseValues} from '@rde/config'
import type {Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

/**
 * Writes relay-core's values: the stack's, overridden by the user's changes and by the digests of the service images.
 */
export function helmValues(stack: ChosenStack): Phase {
  return {
    id: 'helm-values',
    title: 'Helm values',
    after: ['service-images'],
    applies: () => stack.selects('relay-core'),

    async run(context) {
      const {charts} = await stack.prepare('relay-core', context)
      const written = charts.map(({release, values}) => writeReleaseValues(release, values, context.data))
      const changed = (await Promise.all(written)).some(Boolean)
      return {changed, detail: changed ? 'written' : 'unchanged'}
    },

    preview: async (context) => {
      const {charts} = await stack.prepare('relay-core', context)
      return charts.map(({release}) => `# writes ${context.data.values(release)}`)
    },
  }
}
