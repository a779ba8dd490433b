export {parseImageReference, readImageReference, type ImageReference} from './image-reference.js'
export {pushImage, type PushedImage, type PushMeans} from './push-image.js'
export {RegistryClient, type StoredImage} from './registry/registry-client.js'
export {familiarName, registryNames, repositoryPath, type RegistryNames} from './registry/registry-names.js'
