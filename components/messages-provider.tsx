'use client'

import type { ComponentProps } from 'react'
import { IntlProvider } from 'use-intl/react'

/** use-intl's provider, on the browser's side of the line. */
export function MessagesProvider(props: ComponentProps<typeof IntlProvider>) {
  return <IntlProvider {...props} />
}
