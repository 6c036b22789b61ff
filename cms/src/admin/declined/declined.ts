import { cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react';
import { toast } from 'sonner';

/* What somebody decides not to do is no error, and Strapi knows only requests that succeed or fail. */

/** What was said of such decisions. */
const outcomes = new Set<string>();

/** Stands for the answer to a request that somebody has decided not to make after all. */
export function declined(outcome: string): Response {
  outcomes.add(outcome);
  const error = { status: 409, name: 'DeclinedError', message: outcome, details: {} };
  return Response.json({ data: null, error }, { status: 409 });
}

/** Shows such an outcome as a piece of news where Strapi would show it as an error. */
export function calmDeclined(): void {
  const show = toast.custom;
  toast.custom = (render, options) => show((id) => calm(render(id)), options);
}

interface Notice {
  message?: string;
  children?: ReactNode;
}

/** @param notification Strapi's, in a box */
function calm(notification: ReactElement): ReactElement {
  const { message, children } = notification.props as Notice;
  if (message !== undefined)
    return outcomes.has(message)
      ? cloneElement(notification, Object({ type: 'info' }))
      : notification;
  return isValidElement(children)
    ? cloneElement(notification, undefined, calm(children))
    : notification;
}
