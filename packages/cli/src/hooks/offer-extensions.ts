import type {Hook} from '@oclif/core'

/** oclif loads this before every command, so the rest is loaded only for `cluster start`. */
const beforeStart: Hook<'prerun'> = async ({Command, config, argv}) => {
  if (Command.id !== 'cluster:start' || argv.includes('--dry-run') || process.env['RDE_PLUGINS'] === 'off') return
  const {offerExtensions} = await import('../services/plugins/offer-extensions.js')
  await offerExtensions(config, argv)
}

export default beforeStart
