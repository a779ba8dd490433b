import type {Hook} from '@oclif/core'

/** oclif loads this before every command, so what it needs at a start is loaded at a start. */
const beforeStart: Hook<'prerun'> = async ({Command, config, argv}) => {
  if (Command.id !== 'cluster:start' || argv.includes('--dry-run') || process.env['RDE_PLUGINS'] === 'off') return
  const {offerExtensions} = await import('../services/plugins/offer-extensions.js')
  await offerExtensions(config, argv)
}

export default beforeStart
