import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {ListedImage} from '../../services/images/list.js'

export default class ImagesList extends RdeCommand {
  static override summary = 'List the images that were brought into the cluster, and what runs them.'
  static override examples = ['<%= config.bin %> images list', '<%= config.bin %> images list --json']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<{images: ListedImage[]}> {
    const {flags} = await this.parse(ImagesList)
    const [{listImages}, {renderImages}] = await Promise.all([
      import('../../services/images/list.js'),
      import('../../render-images.js'),
    ])
    const images = await interruptible({}, (signal) => listImages(openSession(flags), signal))
    this.log(renderImages(images))
    return {images}
  }
}
