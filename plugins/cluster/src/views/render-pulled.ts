import {asTyped} from '@rde/errors'

import type {PulledStack} from '../services/stack/pull.js'

export function renderPulled({folder, profile, files, images, platforms}: PulledStack): string {
  const parts = [
    `${files.length} files`,
    ...(images.length > 0 ? [`${images.length} images`] : []),
    ...(platforms.length > 0 ? [`tools for ${platforms.join(', ')}`] : []),
  ]
  const without = images.length > 0 ? '' : '\nIt contains no images: a start uses those in Docker or pulls them.'
  return [
    `${folder} contains profile ${profile}: ${parts.join(', ')}.${without}`,
    `Start from it: ${asTyped(`rde cluster start --profile ${profile} --stack '${folder}'`)}`,
  ].join('\n')
}
