export {handle} from '@oclif/core/handle'
