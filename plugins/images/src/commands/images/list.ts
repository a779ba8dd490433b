import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {listImages, type ListedImage} from '../../services/list.js'
import {renderImages} from '../../views/images.js'

export default class ImagesList extends RdeCommand {
  static override summary = 'List the images that were imported into the cluster, and what uses them.'
  static override examples = ['<%= config.bin %> images list', '<%= config.bin %> images list --json']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<{images: ListedImage[]}> {
    const {flags} = await this.parse(ImagesList)
    const images = await interruptible({}, (signal) => listImages(openSession(flags), signal))
    this.log(renderImages(images))
    return {images}
  }
}
