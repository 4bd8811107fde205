import type { ComponentProps } from 'react'

/**
 * A form that a script sends. Sent before the script has arrived, or without it, it goes to the page itself as a body: a browser's own
 * way, GET, would put passwords and tokens into the address.
 */
export function Form(props: ComponentProps<'form'>) {
  return <form method="post" noValidate {...props} />
}
