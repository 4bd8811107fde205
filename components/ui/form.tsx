import type { ComponentProps } from 'react'

/**
 * A form that a script submits. Submitted before the script has loaded, or without it, it is posted
 * to the page itself: a browser's default, GET, would put passwords and tokens into the URL.
 */
export function Form(props: ComponentProps<'form'>) {
  return <form method="post" noValidate {...props} />
}
