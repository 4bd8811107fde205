import type { BaseImages } from '@/test/image/base-images'
import type { Containers } from '@/test/image/container'
import type { Engine } from '@/test/image/engine'

/** The image under test, and the tools of the checks. */
export interface Tested {
  engine: Engine
  /** The name of the image. */
  image: string
  containers: Containers
  /** The images that it is built on, and those of the compose files. */
  bases: BaseImages
  /** The folder with the copy of the project that it was built from. */
  context: string
  /** A folder for temporary files. */
  folder: string
}
