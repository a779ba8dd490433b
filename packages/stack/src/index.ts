export {
  ChosenStack,
  chooseStack,
  type PreparedChart,
  type PreparedComponent,
  type StackContext,
  type StackOptions,
  type WantedImages,
} from './chosen-stack.js'
export type {StackExtension} from './document/stack-extension.js'
export {loadStack} from './document/load-stack.js'
export {shortVersion} from './document/short-version.js'
export {stackJsonSchema, type Stack} from './document/stack-schema.js'
export {componentHash} from './manifests/component-hash.js'
export {refusedChart} from './manifests/chart-errors.js'
export {readManifest} from './manifests/read-manifest.js'
export {pullSources} from './sources/pull-sources.js'
export {originOf} from './sources/source-address.js'
export {failedDownloads, type FailedDownload} from './sources/source-errors.js'
