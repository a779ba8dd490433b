export {nearest} from '@rde/errors'
