'use client'

import type { ComponentProps } from 'react'
import { IntlProvider } from 'use-intl/react'

/** use-intl's provider, as a client component. */
export function MessagesProvider(props: ComponentProps<typeof IntlProvider>) {
  return <IntlProvider {...props} />
}
