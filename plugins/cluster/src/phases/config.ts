import type {Phase} from '@rde/plugin-kit'

/** config.json and what is derived from it. */
export const config: Phase = {
  id: 'config',
  title: 'Configuration',
  after: ['preflight'],

  async run({updateConfig, data}) {
    const before = await updateConfig((unchanged) => unchanged)
    return {changed: false, detail: `${data.config}, version ${before.version}`}
  },
}
