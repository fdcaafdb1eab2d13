/* Sign-in page while sample data is loaded: <button data-fill-login="name" data-password="…"> fills the form above it. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill-login]");
  if (!button) return;
  const form = document.querySelector("form[data-login]");
  form.elements.login.value = button.dataset.fillLogin;
  form.elements.password.value = button.dataset.password;
  form.querySelector("[type=submit]").focus();
});
