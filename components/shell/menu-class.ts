export const menuPopupClass =
  'w-[17rem] max-w-[calc(100vw-2rem)] rounded-l border border-line bg-surface p-1.5 shadow-lift outline-none ' +
  'transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0'

export const submenuPopupClass = `${menuPopupClass} w-auto min-w-40`

export const menuItemClass =
  'flex cursor-default items-center gap-2.5 rounded-s px-2.5 py-2 text-ink no-underline outline-none select-none ' +
  'data-highlighted:bg-hover data-popup-open:bg-hover'

export const menuSeparatorClass = '-mx-1.5 my-1.5 h-px bg-line'
