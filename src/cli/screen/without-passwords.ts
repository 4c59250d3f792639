/** `scheme://user:`, and what follows up to the host; a path drops the second slash. A port is followed by no `@`. */
const USER_INFO = /(\b[a-z][a-z\d+.-]*:\/\/?[^\s:@/?#"']*:)[^\s@/"']+(?=@)/gi;
/** The parameters of a database that libpq takes secrets in. */
const PARAMETER = /([?&](?:password|sslpassword|oauth_client_secret)=)[^&\s"']+/gi;

/**
 * Text without the passwords of URLs in it. A database is typed where a run, a sheet, or an option was meant, and what was typed is
 * shown in the sentence that says so.
 */
export function withoutPasswords(text: string): string {
  return text.includes(':/') ? text.replace(USER_INFO, '$1***').replace(PARAMETER, '$1***') : text;
}
