import type {ContributeHook} from '@rde/plugin-kit'

const contribute: ContributeHook = async () => ({apiVersion: 1})
export default contribute
