// Lets people look at what they type. The page works without; then there is no such box.
const fields = document.querySelectorAll('input[type="password"]');
const show = (isShown) => {
  for (const field of fields) field.type = isShown ? 'text' : 'password';
};
for (const label of document.querySelectorAll('.show-password')) {
  label.hidden = false;
  label.querySelector('input').addEventListener('change', ({ target }) => show(target.checked));
}
// Browsers offer again what was typed as text.
document.addEventListener('submit', () => show(false));
